using System.CommandLine;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Tree;

/// <summary><c>atrium cat</c></summary>
internal static class Cat
{
    internal static Command Create(CommandKit kit)
    {
        var paths = TreeArguments.Paths(kit, "Files of the tree");
        var at = Parsed.At(kit.Shell.Clock, "The state of this moment; without it, the present one");
        var command = new ExampleCommand(
            "cat", "Write files of the tree to standard output", "atrium cat /shared/plans/todo.txt", "atrium cat /shared/plans/todo.txt --at \"1d ago\" | diff todo.txt -")
        {
            paths, at,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            await using var output = kit.Shell.OutBytes();
            foreach (var path in parsed.GetValue(paths)!)
            {
                if ((await client.Files.StatAsync(path, parsed.GetValue(at), cancellation)).Kind == "folder")
                    throw new CommandFailedException($"{path} is a folder; see what is in it with: atrium ls {ServerConnection.Quote(path)}");
                await using var download = await client.Files.OpenAsync(path, parsed.GetValue(at), null, cancellation);
                await CopyAsync(download, output, cancellation);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task CopyAsync(Download download, Stream output, CancellationToken cancellation)
    {
        try
        {
            await download.Body.CopyToAsync(output, cancellation);
            await output.FlushAsync(cancellation);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new CommandFailedException($"The file was cut off: {error.GetBaseException().Message}");
        }
    }
}
