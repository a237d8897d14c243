using System.Globalization;
using Atrium.Bench;

var folder = Directory.CreateTempSubdirectory("atrium-bench-").FullName;
try
{
    switch (args.FirstOrDefault())
    {
        case "catalog":
            await CatalogBench.RunAsync(folder);
            return 0;
        case "tree":
            await TreeBench.RunAsync(folder);
            return 0;
        case "access":
            await AccessBench.RunAsync(folder);
            return 0;
        case "config":
            await ConfigBench.RunAsync(folder);
            return 0;
        case "guard":
            await GuardBench.RunAsync(folder);
            return 0;
        case "idle":
            await IdleLoad.RunAsync(int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
            return 0;
        case "load":
            await FileLoad.RunAsync(args[1], args[2], args[3]);
            return 0;
        case "dav":
            await DavLoad.RunAsync(args[1], args[2], args[3]);
            return 0;
        case "signin":
            await SignInLoad.RunAsync(args[1], args[2], args[3], int.Parse(args[4], CultureInfo.InvariantCulture), args[5], int.Parse(args[6], CultureInfo.InvariantCulture));
            return 0;
        case "congestion":
            await CongestionLoad.RunAsync(args[1], args[2], args[3], args[4], int.Parse(args[5], CultureInfo.InvariantCulture));
            return 0;
        case "fsync":
            Console.WriteLine(Machine.FsyncMicroseconds(folder));
            return 0;
        default:
            Console.Error.WriteLine("Give one of: access, catalog, config, tree (through ./bench).");
            return 2;
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
