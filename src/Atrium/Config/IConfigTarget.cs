using Atrium.Api;

namespace Atrium.Config;

/// <summary>What a file is compared with: a running server, or a folder that no server holds.</summary>
internal interface IConfigTarget : IAsyncDisposable
{
    Task<ReadOnlyMemory<byte>> ExportAsync(CancellationToken cancellation);

    Task<ConfigPlanRecord> PlanAsync(ReadOnlyMemory<byte> file, bool prune, CancellationToken cancellation);

    /// <summary>Does what was planned on a state, and nothing else.</summary>
    Task<ConfigPlanRecord> ApplyAsync(ReadOnlyMemory<byte> file, bool prune, string state, CancellationToken cancellation);
}
