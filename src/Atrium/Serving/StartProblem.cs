using Atrium.Configuration;
using Atrium.Core;
using Atrium.Core.Durability;
using Atrium.Protocols.Tls;

namespace Atrium.Serving;

/// <summary>What can go wrong at a start, as one sentence that says what to do.</summary>
internal static class StartProblem
{
    /// <summary>The sentence; null for what nobody expected, which is a fault of the program.</summary>
    internal static string? Explain(Exception error, ServerSettings settings) => error switch
    {
        StoreOpenException or LocalAuthorityException => error.Message,
        FsyncFailedException => $"{error.Message} Check the disk that holds {settings.Data}, then start again.",
        IOException io when DurableFile.IsDiskFull(io) => $"The disk that holds {settings.Data} is full. Make room, and start again.",
        UnauthorizedAccessException or IOException =>
            $"The data folder {settings.Data} cannot be used: {error.Message.TrimEnd('.')}. Check its owner and mode, or give another folder with --data.",
        _ => null,
    };
}
