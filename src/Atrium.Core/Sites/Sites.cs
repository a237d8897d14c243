using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Sites;

/// <summary>
/// What is served under host names. Adding, removing and naming is for administrators; deploying and rolling back for whoever may
/// write to /sites/HOST.
/// </summary>
public sealed class Sites
{
    private readonly Store store;
    private readonly Caller caller;

    internal Sites(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>The sites whose space the caller may see, by name.</summary>
    public ValueTask<Outcome<IReadOnlyList<SiteInfo>>> ListAsync(CancellationToken cancellation)
        => Traced(null, store.Catalog.ReadAsync<Outcome<IReadOnlyList<SiteInfo>>>(
            reader =>
            {
                if (!AccessRules.IsSignedIn(reader, caller))
                    return new Refused(Refusal.SignInRequired, "Sign in to see your sites.");
                return reader.Sites()
                    .Select(row => reader.GetSpace(row.Space) is { } space ? new SiteTarget(row, space, SpaceAccess.Of(reader, caller, space)) : null)
                    .OfType<SiteTarget>()
                    .Where(target => target.Access.AtRoot.HasFlag(Rights.List))
                    .Select(target => target.Describe(reader))
                    .OrderBy(site => site.Host, StringComparer.Ordinal)
                    .ToList();
            },
            cancellation));

    /// <summary>One site.</summary>
    public ValueTask<Outcome<SiteInfo>> GetAsync(string host, CancellationToken cancellation)
        => Traced(host, AskAsync(host, (reader, target) => target.Describe(reader), cancellation));

    /// <summary>The deployments that are kept, newest first.</summary>
    public ValueTask<Outcome<IReadOnlyList<Deployment>>> DeploymentsAsync(string host, CancellationToken cancellation)
        => Traced(host, AskAsync<IReadOnlyList<Deployment>>(
            host, (reader, target) => [.. reader.Deployments(target.Space.Id).Select(row => target.Describe(reader, row))], cancellation));

    /// <summary>Enters a site that asks for a sign-in.</summary>
    /// <returns>Denied to whom nobody has granted to read what the site shows.</returns>
    public ValueTask<Outcome<SiteVisitor>> EnterAsync(string host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Traced(host, store.Catalog.ReadAsync(reader => SiteVisitor.Admit(reader, caller, host), cancellation));
    }

    /// <summary>Adds a site, and its space /sites/HOST where it is not there yet. Visitors see it at once.</summary>
    public ValueTask<Outcome<SiteInfo>> AddAsync(string host, SiteSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(settings);
        return Traced(host, ChangeAsync(tx => SiteUnits.Add(tx, host, settings), cancellation));
    }

    /// <summary>Serves a site in another way, at once.</summary>
    public ValueTask<Outcome<SiteInfo>> SetAsync(string host, SiteChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(change);
        return Traced(host, ChangeAsync(tx => SiteUnits.Change(tx, host, change), cancellation));
    }

    /// <summary>Takes a site off the air. Its space stays as it is.</summary>
    public ValueTask<Outcome<Done>> RemoveAsync(string host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Traced(host, ChangeAsync(tx => SiteUnits.Remove(tx, host), cancellation));
    }

    /// <summary>Gives a site another name.</summary>
    public ValueTask<Outcome<SiteInfo>> AddAliasAsync(string host, string alias, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(alias);
        return Traced(host, ChangeAsync(tx => SiteUnits.AddAlias(tx, host, alias), cancellation));
    }

    /// <summary>Takes another name away from a site.</summary>
    public ValueTask<Outcome<SiteInfo>> RemoveAliasAsync(string host, string alias, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(alias);
        return Traced(host, ChangeAsync(tx => SiteUnits.RemoveAlias(tx, host, alias), cancellation));
    }

    /// <summary>
    /// Says which contents are missing, or, when none is, lets visitors see the files. Call it again with the upload that it named after
    /// the missing contents were uploaded.
    /// </summary>
    public ValueTask<Outcome<DeployStep>> DeployAsync(
        string host, IReadOnlyList<SiteFile> files, string? upload, DeployMode mode, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(files);
        return Traced(host, DeploySite.RunAsync(store, caller, host, files, upload, mode, cancellation));
    }

    /// <summary>Takes in a content that a deployment is missing; returns when it is on disk.</summary>
    public ValueTask<Outcome<Done>> UploadAsync(string host, string upload, string sha256, PipeReader body, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(sha256);
        ArgumentNullException.ThrowIfNull(body);
        return Traced(host, DeploySite.UploadAsync(store, caller, host, upload, sha256, body, cancellation));
    }

    /// <summary>Lets visitors see an earlier deployment again; with null, the one before the present one.</summary>
    public ValueTask<Outcome<Deployment>> RollBackAsync(string host, long? number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Traced(host, store.Catalog.CommitAsync(caller, tx => SwitchSite.Back(tx, host, number), cancellation));
    }

    private ValueTask<Outcome<T>> AskAsync<T>(string host, Func<ICatalogReader, SiteTarget, T> question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        return store.Catalog.ReadAsync<Outcome<T>>(
            reader => SiteTarget.Find(reader, caller, host, Rights.List).Try(out var target, out var refused) ? question(reader, target) : refused,
            cancellation);
    }

    private async ValueTask<Outcome<T>> ChangeAsync<T>(Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
    {
        var outcome = await store.Catalog.CommitAsync(caller, work, cancellation);
        // Before the answer: whoever hears that it is done finds it so.
        if (outcome.Refused is null)
            await store.Published.ReloadAsync();
        return outcome;
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "sites", subject, running, operation);
}
