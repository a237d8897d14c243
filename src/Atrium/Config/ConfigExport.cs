using System.CommandLine;
using System.Text;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary><c>atrium config export</c></summary>
internal static class ConfigExport
{
    internal static Command Create(CommandKit kit)
    {
        var file = new Argument<string?>("FILE") { Description = "Where to write it [default: standard output]", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampleCommand(
            "export", "Write the configuration as one file, without secrets: always in the same order, so that it can be kept in git and compared",
            "atrium config export server.json", "atrium config export --data /srv/atrium | jq .accounts")
        {
            file, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var target = await ConfigTarget.OpenAsync(kit, parsed, cancellation);
            var bytes = await target.ExportAsync(cancellation);
            if (parsed.GetValue(file) is { } path)
                Write(path, bytes.Span);
            else
                await kit.Shell.Out.WriteAsync(Encoding.UTF8.GetString(bytes.Span));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            // The user's own file, or a pipe: it is written where it is.
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
            file.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be written: {error.Message}");
        }
    }
}
