using System.Text;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary>The file that a command was given, and what is said of mistakes in it.</summary>
internal sealed record ConfigInput(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    internal static async Task<ConfigInput> ReadAsync(string file, Shell shell, CancellationToken cancellation)
    {
        try
        {
            return file == "-"
                ? new ConfigInput("standard input", Encoding.UTF8.GetBytes(await shell.In.ReadToEndAsync(cancellation)))
                : new ConfigInput(file, await File.ReadAllBytesAsync(file, cancellation));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {error.Message}");
        }
    }

    /// <summary>Turns a refusal with many places into a message with a line for each, as compilers write them: editors jump to it.</summary>
    internal async Task<T> ExplainAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (AtriumRefusedException refused) when (refused.Problem.Errors is { Count: > 0 } errors)
        {
            var lines = errors.Select(error => $"\n{Name}:{(error.Line is { } line ? $"{line}:" : "")} {error.Path}: {error.Detail}");
            throw new CommandFailedException(refused.Message + string.Concat(lines));
        }
    }
}
