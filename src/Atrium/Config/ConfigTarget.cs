using System.CommandLine;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary>The one that holds the folder's lock is asked: the running server, or this process.</summary>
internal static class ConfigTarget
{
    internal static async Task<IConfigTarget> OpenAsync(CommandKit kit, ParseResult parsed, CancellationToken cancellation)
    {
        if (kit.TryHoldFolder(parsed) is not { } folder)
            return new Served(kit.Connect(parsed));
        try
        {
            return await OwnConfig.OpenAsync(folder, kit.Shell.Clock, cancellation);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private sealed class Served(AtriumClient client) : IConfigTarget
    {
        public Task<ReadOnlyMemory<byte>> ExportAsync(CancellationToken cancellation) => client.Config.ExportAsync(cancellation);

        public Task<ConfigPlanRecord> PlanAsync(ReadOnlyMemory<byte> file, bool prune, CancellationToken cancellation)
            => client.Config.PlanAsync(file, prune, cancellation);

        public Task<ConfigPlanRecord> ApplyAsync(ReadOnlyMemory<byte> file, bool prune, string state, CancellationToken cancellation)
            => client.Config.ApplyAsync(file, prune, state, cancellation);

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
