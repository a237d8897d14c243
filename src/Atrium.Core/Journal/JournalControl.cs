using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal.Sealing;
using Atrium.Core.Repository;

namespace Atrium.Core.Journal;

/// <summary>The journal: all of it for administrators; everybody may see his own sign-ins.</summary>
public sealed class JournalControl
{
    private readonly Store store;
    private readonly Caller caller;

    internal JournalControl(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>Entries in their order: without a cursor the newest, after a cursor those that follow it, before one those that it follows.</summary>
    /// <param name="query">Which.</param>
    /// <param name="wait">How long to wait for one when there is none; zero for an answer at once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<JournalPage>> ReadAsync(JournalQuery query, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Traced(null, ReadJournal.RunAsync(store, caller, query, wait, cancellation));
    }

    /// <summary>Seals what is written, and gives the last seal of each stream: to be kept where nobody who can write here can.</summary>
    public ValueTask<Outcome<JournalHeads>> HeadsAsync(CancellationToken cancellation) => Traced(null, HeadsItselfAsync(cancellation));

    private async ValueTask<Outcome<JournalHeads>> HeadsItselfAsync(CancellationToken cancellation)
    {
        var gate = new AdministratorGate(store, caller);
        if (await gate.RefusalAsync(cancellation) is { } refused)
            return refused;
        await store.Sealer.SealAsync(cancellation);
        return await gate.AskAsync<JournalHeads>(
            reader => new JournalHeads(
                store.Sealer.Key.PublicKey,
                [
                    .. reader.SegmentHeads().Select(head => reader.LastSegment(head.Stream)!).Select(segment => new JournalHead(
                        Segments.NameOf(reader, segment.Stream), segment.Number, segment.Rows, segment.Last, Describe.Time(segment.SealedAt),
                        Convert.ToHexStringLower(segment.Head), Convert.ToBase64String(segment.Signature), segment.Key)),
                ]),
            cancellation);
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "journal", subject, running, operation);
}
