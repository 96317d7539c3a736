Console.Error.WriteLine("phr: no command yet");
return 1;
