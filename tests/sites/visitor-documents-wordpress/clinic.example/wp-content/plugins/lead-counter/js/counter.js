document.querySelector('main').append('Seen often');
