"""The bundled demo clinic, its stub CRM, and the server that shows them and every test site."""
