using System.CommandLine;

namespace Atrium.CommandLine;

/// <summary>Options that many commands share.</summary>
internal sealed class CommonOptions
{
    /// <summary>On every command.</summary>
    internal Option<string?> Data { get; } = new("--data")
    {
        Description = $"The data folder of a server on this machine [a command goes to: {ServerChoice.Order}]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>On every command.</summary>
    internal Option<string?> Server { get; } = new("--server")
    {
        Description = "A server that was logged in to (atrium login list)",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>On every command that lists or reports.</summary>
    internal Option<bool> Json { get; } = new("--json") { Description = "Print the records of the API as JSON, for programs" };

    /// <summary>The data folder: command line, environment, default.</summary>
    internal string DataFolder(ParseResult parsed, Shell shell)
        => Path.GetFullPath(parsed.GetValue(Data) is { Length: > 0 } given ? given
            : shell.Environment("ATRIUM_DATA") is { Length: > 0 } variable ? variable
            : "atrium-data");
}
