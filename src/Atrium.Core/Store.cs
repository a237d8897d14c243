using Atrium.Core.Accounts;
using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Accounts.Scram;
using Atrium.Core.Durability;
using Atrium.Core.Guard;
using Atrium.Core.Journal.Sealing;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Settings;

namespace Atrium.Core;

/// <summary>An open store: made by Atrium.Storage, handed to the core's services by the composition root, closed to all else.</summary>
public sealed class Store : IAsyncDisposable
{
    internal Store(ICatalog catalog, IBlobStore blobs, FailStop failStop, RepositoryOptions options, TimeProvider clock, SealKey? key = null)
    {
        (Catalog, Blobs, FailStop, Options, Clock) = (catalog, blobs, failStop, options, clock);
        Settings = new SettingBook(catalog, [.. CoreSettings.Of(options), .. GuardSettings.All]);
        Published = new Sites.PublishedSites(this);
        LastUses = new LastUses(catalog, failStop, clock);
        Salts = new ScramSalts(this);
        Journal = new Journal.JournalRecorder(catalog, Settings, failStop, clock);
        Guard = new Firewall(catalog, Settings, clock);
        Sealer = new Sealer(this, key ?? SealKey.Fleeting());
        Throttle = new SignInThrottle(Settings, Guard, clock);
    }

    internal ICatalog Catalog { get; }

    internal IBlobStore Blobs { get; }

    /// <summary>Held from when the rows of blobs go until their files have gone: a file in between is no orphan.</summary>
    internal SemaphoreSlim Collecting { get; } = new(1);

    /// <summary>Trips when storage can no longer be trusted; the program must end then.</summary>
    public FailStop FailStop { get; }

    internal HeldStates Held { get; } = new();

    internal Repository.Uploads.UploadsAtWork UploadsAtWork { get; } = new();

    internal RepositoryOptions Options { get; }

    internal TimeProvider Clock { get; }

    /// <summary>What visitors see of sites.</summary>
    public Sites.PublishedSites Published { get; }

    /// <summary>How long a blob that nothing refers to is kept.</summary>
    internal TimeSpan BlobGrace => TimeSpan.FromSeconds(Settings.Get(CoreSettings.BlobGrace)!.Value);

    /// <summary>What can be set while it is open.</summary>
    public SettingBook Settings { get; }

    /// <summary>Takes what is not a change: sign-ins, refusals, reads.</summary>
    public Journal.JournalRecorder Journal { get; }

    /// <summary>Who may connect.</summary>
    public Firewall Guard { get; }

    internal Sealer Sealer { get; }

    internal PasswordHashing Hashing { get; } = new();

    internal SignInThrottle Throttle { get; }

    internal LastUses LastUses { get; }

    internal ScramSalts Salts { get; }

    /// <summary>True while it can serve.</summary>
    public bool IsReady => !FailStop.IsTripped;

    /// <summary>A question that asks nothing: how long it waits is how long any would.</summary>
    public async ValueTask AskNothingAsync(CancellationToken cancellation) => _ = await Catalog.ReadAsync(_ => 0, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LastUses.DisposeAsync();
        await Guard.DisposeAsync();
        await Journal.DisposeAsync();
        await SealAtEndAsync();
        Collecting.Dispose();
        Published.Dispose();
        Settings.Dispose();
        await Catalog.DisposeAsync();
        Blobs.Dispose();
        Hashing.Dispose();
        Throttle.Dispose();
        Sealer.Dispose();
        Sealer.Key.Dispose();
    }

    private async ValueTask SealAtEndAsync()
    {
        try
        {
            if (!FailStop.IsTripped)
                await Sealer.SealAsync(CancellationToken.None);
        }
        catch (Exception) when (!FailStop.IsTripped)
        {
            // A damaged catalog is closed all the same; what is not sealed yet waits for the next start.
        }
    }
}
