import{h as l,f as F}from"./vendor-Ef56Gh78.js";export default()=>l("main",null,l("h1",null,"Late"),F("https://api.leadconnectorhq.com/widget/survey/AbCdEfGhIjKlMnOpQrSt"));
