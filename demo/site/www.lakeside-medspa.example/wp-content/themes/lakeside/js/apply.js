/* Sends an application to whoever reads them. */
(function () {
  var form = document.querySelector('form.apply');
  var inbox = 'https://services.leadconnectorhq.com/hooks/WK59PFkl0JfI2yyVlbPe/webhook-trigger/e4459062-074d-46fc-ac8b-648197c78f11';
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    fetch(inbox, { method: 'POST', body: JSON.stringify(window.formValues(form)) }).then(function () {
      form.querySelector('[role=status]').textContent = 'Thank you. Jonah writes back within a week.';
    });
  });
})();
