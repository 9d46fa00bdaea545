document.write('<iframe title="Form" src="https://' + ["api", "leadconnectorhq", "com"].join(".") + "/widget/form/" + document.currentScript.id + '"></iframe>');
