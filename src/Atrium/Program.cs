using Atrium.CommandLine;

using var interruption = new Interruption();
return await Invocation.RunAsync(args, Shell.OfProcess(), interruption);
