using Microsoft.Extensions.Hosting;

namespace Atrium.Serving;

/// <summary>The host listens to no signals: the program does, once for all commands.</summary>
internal sealed class OwnLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
