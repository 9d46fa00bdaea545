// Stand-in for container GTM-DEF5678 of Google Tag Manager.
var ids = {ctid: "GTM-DEF5678"};
var data = {
 "resource": {
  "version": "7",
  "tags": [
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/EbCdEfGhIjKlMnOpQrSt\" title=\"Form\"\u003E\u003C\/iframe\u003E",
    "vtp_supportDocumentWrite": false,
    "tag_id": 3
   },
   {
    "function": "__html",
    "once_per_event": true,
    "vtp_html": "\u003Ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/booking\/FbCdEfGhIjKlMnOpQrSt\" title=\"Booking\"\u003E\u003C\/iframe\u003E",
