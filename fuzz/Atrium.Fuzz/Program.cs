using Atrium.Fuzz;
using SharpFuzz;

// Atrium.Fuzz TARGET          under afl-fuzz (fuzz/run starts it so)
// Atrium.Fuzz TARGET FILE...  each file once: repeats a finding
if (args.Length == 0 || !Targets.All.TryGetValue(args[0], out var target))
{
    Console.Error.WriteLine($"Usage: Atrium.Fuzz TARGET [FILE]...\nTargets: {string.Join(", ", Targets.All.Keys)}");
    return 2;
}
foreach (var file in args[1..])
{
    Console.WriteLine(file);
    target(File.ReadAllBytes(file));
}
if (args.Length == 1)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        target(input.ToArray());
    });
}
return 0;
