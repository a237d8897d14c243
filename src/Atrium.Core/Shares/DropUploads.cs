using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Accounts;
using Atrium.Core.Repository.Uploads;

namespace Atrium.Core.Shares;

/// <summary>
/// Files left by a link that come in pieces, as <see cref="Repository.Uploads.Uploads"/> has them for accounts. Each is named by a secret
/// beside its number: whoever follows the same link cannot look at it, add to it or give it up.
/// </summary>
public sealed class DropUploads
{
    private readonly Store store;
    private readonly Caller caller;
    private readonly Uploads uploads;
    private readonly ShareKind kind;

    internal DropUploads(Store store, Caller caller, ShareKind kind)
        => (this.store, this.caller, uploads, this.kind) = (store, caller, new Uploads(store, caller), kind);

    /// <summary>Begins one. Its file gets another name where its own is taken when it is finished.</summary>
    public async ValueTask<Outcome<UploadInfo>> BeginAsync(string name, UploadOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (kind != ShareKind.Upload)
            return Refused.Denied("By this link files are read, not left.");
        return (await store.Catalog.ReadAsync(reader => SharedView.Root(reader, caller), cancellation)).Try(out var root, out var refused)
            && root.Path.Child(name).Try(out var path, out refused)
            ? await uploads.BeginAsync(path, options, cancellation)
            : refused;
    }

    /// <summary>How far one is.</summary>
    public async ValueTask<Outcome<UploadInfo>> GetAsync(string upload, CancellationToken cancellation)
        => (await FindAsync(upload, cancellation)).Try(out var id, out var refused) ? await uploads.GetAsync(id, cancellation) : refused;

    /// <summary>How far one is, for whoever goes on with it: a request that still adds to it is ended first.</summary>
    public async ValueTask<Outcome<UploadInfo>> ResumeAsync(string upload, CancellationToken cancellation)
        => (await FindAsync(upload, cancellation)).Try(out var id, out var refused) ? await uploads.ResumeAsync(id, cancellation) : refused;

    /// <summary>Adds bytes.</summary>
    public async ValueTask<Outcome<UploadInfo>> AppendAsync(string upload, UploadPart part, PipeReader body, CancellationToken cancellation)
        => (await FindAsync(upload, cancellation)).Try(out var id, out var refused) ? await uploads.AppendAsync(id, part, body, cancellation) : refused;

    /// <summary>Gives one up.</summary>
    public async ValueTask<Outcome<Done>> AbandonAsync(string upload, CancellationToken cancellation)
        => (await FindAsync(upload, cancellation)).Try(out var id, out var refused) ? await uploads.AbandonAsync(id, cancellation) : refused;

    private async ValueTask<Outcome<long>> FindAsync(string upload, CancellationToken cancellation)
    {
        var dot = upload.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !long.TryParse(upload.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return UploadUnits.Ended;
        var secret = await store.Catalog.ReadAsync(reader => reader.Upload(id)?.Secret, cancellation);
        return secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(upload[(dot + 1)..]))
            ? id
            : UploadUnits.Ended;
    }
}
