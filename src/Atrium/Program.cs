using Atrium.CommandLine;

return await new AtriumProgram(Shell.OfProcess()).RunAsync(args);
