using System.Runtime.CompilerServices;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;

namespace Atrium.Core.Repository.Properties;

/// <summary>
/// What clients keep with files and folders: of the present only. It goes with its node when that is moved, is copied with it, and comes back
/// with it when it is undeleted.
/// </summary>
public sealed class Properties
{
    private readonly Store store;
    private readonly Caller caller;

    internal Properties(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>Those of what stands at a path; none where the caller may see it but not read it.</summary>
    public ValueTask<Outcome<IReadOnlyList<DeadProperty>>> OfAsync(NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync(reader => PropertyUnits.Of(reader, caller, path), cancellation));
    }

    /// <summary>Those of the entries of a page of a folder, by name, in one question; entries without any are not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="first">The name of the page's first entry.</param>
    /// <param name="last">The name of its last one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<IReadOnlyDictionary<string, IReadOnlyList<DeadProperty>>>> OfEntriesAsync(
        NodePath folder, string first, string last, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(last);
        return Traced(folder, store.Catalog.ReadAsync(reader => PropertyUnits.OfEntries(reader, caller, folder, first, last), cancellation));
    }

    /// <summary>Sets and takes away, in order, all or nothing; needs the right to write.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="changes">The steps.</param>
    /// <param name="modified">The time of modification that a file gets in the same step; null leaves it as it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<Done>> PatchAsync(
        NodePath path, IReadOnlyList<PropertyChange> changes, DateTimeOffset? modified, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(changes);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => PropertyUnits.Patch(tx, path, changes, modified), cancellation));
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "properties", subject, running, operation);
}
