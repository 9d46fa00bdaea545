import{h as l,f as F}from"./vendor-Ef56Gh78.js";import{A as a,B as b}from"./env-Qr78St90.js";export default()=>l("main",null,l("h1",null,"From the environment"),F(a+b));
