(self.__NEXT_P=self.__NEXT_P||[]).push(["/",function(){return 1}]);
