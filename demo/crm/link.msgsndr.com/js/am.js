/* Stand-in for the CRM's affiliate script, written for this demo. */
window.affiliateManager = {
  init: function (location, backend, domain) {
    var id = new URLSearchParams(window.location.search).get('am_id');
    if (id) {
      document.cookie = 'am_id=' + encodeURIComponent(id) + '; path=/; domain=' + domain;
    }
  }
};
