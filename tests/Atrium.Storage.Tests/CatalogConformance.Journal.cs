using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Storage.Tests;

/// <content>The journal and its seals.</content>
public abstract partial class CatalogConformance
{
    private static readonly string[] Told =
    [
        nameof(ICatalogTransaction.InsertSpace), nameof(ICatalogTransaction.DeleteSpace), nameof(ICatalogTransaction.InsertAccount),
        nameof(ICatalogTransaction.UpdateAccount), nameof(ICatalogTransaction.DeleteAccount), nameof(ICatalogTransaction.InsertCredential),
        nameof(ICatalogTransaction.DeleteCredential), nameof(ICatalogTransaction.DeleteCredentials), nameof(ICatalogTransaction.InsertAddress),
        nameof(ICatalogTransaction.DeleteAddress), nameof(ICatalogTransaction.InsertGroup), nameof(ICatalogTransaction.DeleteGroup),
        nameof(ICatalogTransaction.AddMember), nameof(ICatalogTransaction.RemoveMember), nameof(ICatalogTransaction.SetGrant),
        nameof(ICatalogTransaction.SetInheritance), nameof(ICatalogTransaction.InsertSite), nameof(ICatalogTransaction.UpdateSite),
        nameof(ICatalogTransaction.DeleteSite), nameof(ICatalogTransaction.AddAlias), nameof(ICatalogTransaction.RemoveAlias),
        nameof(ICatalogTransaction.SetSetting),
    ];

    public static TheoryData<string> MethodsThatAreTold => [.. Told];

    [Theory]
    [MemberData(nameof(MethodsThatAreTold))]
    public async Task Administration_WhateverWritesIt_IsToldInItsUnit(string method)
    {
        var before = await ReadAsync(reader => reader.LastJournalNumber());
        Assert.Null((await CommitAsync<Done>(tx => Prepare(tx))).Refused);
        var prepared = await ReadAsync(reader => reader.LastJournalNumber());
        Assert.True(prepared > before);
        Assert.Null((await CommitAsync<Done>(tx => Administer(tx, method))).Refused);
        var told = (await ReadAsync(reader => reader.JournalAfter(prepared, 100))).Where(row => row.Kind == JournalKind.Administration).ToList();
        Assert.NotEmpty(told);
        Assert.All(told, row => Assert.Equal(Scratch.Caller.AccountId, row.Account));
        Assert.All(told, row => Assert.DoesNotContain("secret", $"{row.Subject}{row.Before}{row.After}", StringComparison.Ordinal));
        Assert.Contains(told, row => row.Before is not null || row.After is not null || row.Action == "group-added");
    }

    [Fact]
    public async Task Administration_OfAUnitThatIsRefused_IsNotTold()
    {
        var before = await ReadAsync(reader => reader.LastJournalNumber());
        await CommitAsync<Done>(tx =>
        {
            tx.SetSetting("a", "1");
            return Refused.Conflict("No.");
        });
        Assert.Equal(before, await ReadAsync(reader => reader.LastJournalNumber()));
    }

    [Fact]
    public async Task Administration_OfASetting_TellsBeforeAndAfter()
    {
        foreach (var value in new[] { "1", "2", null })
            await CommitAsync<Done>(tx =>
            {
                tx.SetSetting("a", value);
                return default(Done);
            });
        var told = (await ReadAsync(reader => reader.JournalBefore(long.MaxValue, 3))).Reverse();
        Assert.Equal([(null, "1"), ("1", "2"), ("2", null)], told.Select(row => (row.Before, row.After)));
    }

    [Fact]
    public async Task Administration_OfASpace_TellsWhatHasChangedOfItAndNothingElse()
    {
        await CommitAsync<Done>(tx =>
        {
            tx.Lock(space)!.Quota = 5;
            return default(Done);
        });
        var told = Assert.Single(await ReadAsync(reader => reader.JournalBefore(long.MaxValue, 1)));
        Assert.Equal(("space-changed", "/shared/docs"), (told.Action, told.Subject));
        Assert.Contains("quota=none", told.Before, StringComparison.Ordinal);
        Assert.Contains("quota=5", told.After, StringComparison.Ordinal);
        await CommitAsync<Done>(tx =>
        {
            tx.Lock(space)!.Used = 17;
            return default(Done);
        });
        Assert.Equal(told.Number, await ReadAsync(reader => reader.LastJournalNumber()));
    }

    [Fact]
    public async Task Journal_ReadInBothDirections_HasChangesAndAllElseInOneOrder()
    {
        for (var i = 0; i < 30; i++)
        {
            await CommitAsync<Done>(tx =>
            {
                Write(tx, $"n{i:00}");
                tx.InsertAudit(new AuditRow(tx.Next(Sequence.Journal), tx.Now, i % 2 == 0 ? JournalKind.Read : JournalKind.SignIn, 1, "ann", "https", "192.0.2.1", "x")
                {
                    Subject = "s", Outcome = "denied", Detail = "d", Rule = "r", Before = "b", After = "a", Count = 3,
                });
                return default(Done);
            });
        }
        var after = await ReadAsync(reader => reader.JournalAfter(0, 1000));
        var before = await ReadAsync(reader => reader.JournalBefore(long.MaxValue, 1000));
        Assert.Equal(after.Select(row => row.Number), before.Reverse().Select(row => row.Number));
        Assert.Equal(after.Select(row => row.Number).Order(), after.Select(row => row.Number));
        Assert.Equal(after.Skip(10).Take(10), await ReadAsync(reader => reader.JournalAfter(after[9].Number, 10)));
        var read = Assert.Single((await ReadAsync(reader => reader.Audit(reads: true, 0, 1))));
        Assert.Equal(("s", "denied", "d", "r", "b", "a", 3), (read.Subject, read.Outcome, read.Detail, read.Rule, read.Before, read.After, read.Count));
        Assert.Equal(15, (await ReadAsync(reader => reader.Audit(reads: true, 0, 100))).Count);
    }

    [Fact]
    public async Task Segments_SetAndGrown_AreReadByStreamAndNumber()
    {
        Assert.Contains(space, await ReadAsync(reader => reader.UnsealedStreams()));
        var seq = (await ReadAsync(reader => reader.GetSpace(space)))!.Seq;
        await CommitAsync<Done>(tx =>
        {
            tx.SetSegment(Segment(space, 1, seq - 1, 3));
            tx.SetSegment(Segment(space, 1, seq, 4));
            tx.SetSegment(Segment(-2, 1, 10, 1));
            tx.SetSegment(Segment(-2, 2, 20, 1));
            return default(Done);
        });
        Assert.DoesNotContain(space, await ReadAsync(reader => reader.UnsealedStreams()));
        Assert.Equal([(-2L, 2L), (space, 1L)], (await ReadAsync(reader => reader.SegmentHeads())).Select(head => (head.Stream, head.Number)));
        Assert.Equal(4, (await ReadAsync(reader => reader.LastSegment(space)))!.Rows);
        Assert.Equal(20, (await ReadAsync(reader => reader.SegmentAfter(-2, 1)))!.Last);
        Assert.Null(await ReadAsync(reader => reader.SegmentAfter(-2, 2)));
        await CommitAsync<Done>(tx =>
        {
            tx.SetJournalPurge(-2, 2, [1, 2, 3]);
            return default(Done);
        });
        Assert.Null((await ReadAsync(reader => reader.SegmentAfter(-2, 0)))!.Manifest);
        Assert.NotNull((await ReadAsync(reader => reader.SegmentAfter(-2, 1)))!.Manifest);
        var purge = (await ReadAsync(reader => reader.JournalPurge(-2)))!.Value;
        Assert.Equal(2, purge.First);
        Assert.Equal([1, 2, 3], purge.Signature);
        Assert.Null(await ReadAsync(reader => reader.JournalPurge(-1)));
    }

    [Fact]
    public async Task Audit_DeletedUpToANumber_GoesInParts()
    {
        await CommitAsync<Done>(tx =>
        {
            for (var i = 0; i < 10; i++)
                tx.InsertAudit(new AuditRow(tx.Next(Sequence.Journal), tx.Now, JournalKind.Read, 1, "ann", "https", null, "x"));
            return default(Done);
        });
        var rows = await ReadAsync(reader => reader.Audit(reads: true, 0, 100));
        Assert.Equal(5, (await CommitAsync<int>(tx => tx.DeleteAudit(reads: true, rows[7].Number, 5))).Value);
        Assert.Equal(2, (await CommitAsync<int>(tx => tx.DeleteAudit(reads: true, rows[7].Number, 5))).Value);
        Assert.Equal(3, (await ReadAsync(reader => reader.Audit(reads: true, 0, 100))).Count);
    }

    private static SegmentRow Segment(long stream, long number, long last, int rows) => new(stream, number)
    {
        First = 1, Last = last, Rows = rows, Began = 1, Ended = 2, SealedAt = 3, Previous = [], Manifest = [1], ManifestHash = [2], Head = [3], Key = "k",
        Signature = [4],
    };

    private static readonly AccountRow Ann = new(700, "ann", false, false, 0), Bob = new(701, "bob", false, false, 0);

    private static readonly CredentialRow Phone = new(700, 700, CredentialKind.AppPassword, "phone", "a secret", 0), Token = new(701, 700, CredentialKind.Token, "robot", "another secret", 0);

    private Outcome<Done> Prepare(ICatalogTransaction tx)
    {
        tx.InsertAccount(Ann);
        tx.InsertCredential(Phone);
        tx.InsertAddress(new AddressRow("ann@example.org", "ann@example.org", Ann.Id));
        tx.InsertGroup(new GroupRow(800, "crew", 0));
        tx.AddMember(800, Ann.Id);
        tx.SetGrant(tx.Lock(space)!, tx.Lock(space)!.Root, Ann.Id, Rights.Read);
        tx.InsertSite(new SiteRow(space, null, false, 0, 0));
        tx.AddAlias("known.example", space);
        return default(Done);
    }

    private Outcome<Done> Administer(ICatalogTransaction tx, string method)
    {
        switch (method)
        {
            case nameof(tx.InsertSpace): Core.Repository.AddSpace.Write(tx, Core.Repository.SpaceKind.Shared, "other", 1, new Core.Repository.SpaceSettings()); break;
            case nameof(tx.DeleteSpace): tx.DeleteSpace(tx.Lock(space)!); break;
            case nameof(tx.InsertAccount): tx.InsertAccount(Bob); break;
            case nameof(tx.UpdateAccount): tx.UpdateAccount(Ann with { IsDisabled = true }); break;
            case nameof(tx.DeleteAccount): tx.DeleteAccount(Ann.Id); break;
            case nameof(tx.InsertCredential): tx.InsertCredential(Token); break;
            case nameof(tx.DeleteCredential): tx.DeleteCredential(Phone.Id); break;
            case nameof(tx.DeleteCredentials): tx.DeleteCredentials(Ann.Id, CredentialKind.AppPassword); break;
            case nameof(tx.InsertAddress): tx.InsertAddress(new AddressRow("a@example.org", "a@example.org", Ann.Id)); break;
            case nameof(tx.DeleteAddress): tx.DeleteAddress("ann@example.org"); break;
            case nameof(tx.InsertGroup): tx.InsertGroup(new GroupRow(801, "staff", 0)); break;
            case nameof(tx.DeleteGroup): tx.DeleteGroup(800); break;
            case nameof(tx.AddMember): tx.AddMember(800, 1); break;
            case nameof(tx.RemoveMember): tx.RemoveMember(800, Ann.Id); break;
            case nameof(tx.SetGrant): tx.SetGrant(tx.Lock(space)!, tx.Lock(space)!.Root, Ann.Id, Rights.None); break;
            case nameof(tx.SetInheritance): tx.SetInheritance(tx.Lock(space)!, tx.Lock(space)!.Root, false); break;
            case nameof(tx.InsertSite): tx.DeleteSite(space); tx.InsertSite(new SiteRow(space, "http://127.0.0.1:1", true, 0, 0)); break;
            case nameof(tx.UpdateSite): tx.UpdateSite(new SiteRow(space, "http://127.0.0.1:1", false, 0, 0)); break;
            case nameof(tx.DeleteSite): tx.DeleteSite(space); break;
            case nameof(tx.AddAlias): tx.AddAlias("new.example", space); break;
            case nameof(tx.RemoveAlias): tx.RemoveAlias("known.example"); break;
            case nameof(tx.SetSetting): tx.SetSetting("a", "1"); break;
            default: throw new InvalidOperationException($"{method} needs a call here.");
        }
        return default(Done);
    }
}
