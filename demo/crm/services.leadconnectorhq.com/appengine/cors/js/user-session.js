/* Stand-in for the CRM's attribution script, written for this demo. */
(function () {
  fetch('https://backend.leadconnectorhq.com/attribution_service/user_session_v3/update_session/3f0d6a52-7c11-4b8e-9a35-2e8f64c1d970', {
    method: 'POST',
    body: JSON.stringify({ page: window.location.href })
  }).catch(function () {});
})();
