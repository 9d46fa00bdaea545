const n={h:"//api.leadconnectorhq.com",k:"widget",v:["booking","CbCdEfGhIjKlMnOpQrSt"]};export default(t,e)=>t("Book",e([n.h,n.k,...n.v].join("/")));
