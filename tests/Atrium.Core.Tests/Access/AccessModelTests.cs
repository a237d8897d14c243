using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Repository;
using CsCheck;

namespace Atrium.Core.Tests.Access;

/// <summary>Answers about access are those of the plain model, after every change, whatever was remembered before it.</summary>
public sealed class AccessModelTests
{
    private static readonly string[] Accounts = ["ann", "ben", "cid", "dot"];
    private static readonly string[] Groups = ["red", "green", "blue", "gray"];
    private static readonly string[] Nodes = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"];

    private static readonly Rights[] Grantable =
        [Rights.List, Rights.Read, Rights.Create, Rights.Write, Rights.Delete, Rights.Share, Rights.Manage, Rights.Read | Rights.Create];

    private static bool IsLong => Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1";

    /// <summary>20 runs of 100 changes, each followed by 50 questions.</summary>
    [Fact]
    public async Task Answers_AfterAnyChange_AreThoseOfTheModel()
    {
        var asked = 0;
        await Gen.Int[0, int.MaxValue - 1].Array[100].SampleAsync(
            async dice =>
            {
                await using var run = await AccessRun.StartAsync(Accounts, Groups, Nodes, Grantable);
                foreach (var number in dice)
                {
                    await run.ChangeAsync(number);
                    asked += await run.CompareAsync(number, 50);
                }
            },
            iter: IsLong ? 400 : 20, threads: 1);
        Assert.True(asked >= 100_000, $"Only {asked} answers were compared.");
    }

    /// <summary>
    /// Writers change grants, memberships and places at once, each its own, so that the end does not depend on their order, while
    /// readers ask all the time and fill whatever remembers answers.
    /// </summary>
    [Fact]
    public async Task Answers_AfterConcurrentChanges_AreThoseOfTheModel()
    {
        await using var run = await AccessRun.StartAsync(Accounts, Groups, Nodes, Grantable);
        for (var round = 0; round < (IsLong ? 200 : 15); round++)
        {
            using var quiet = new CancellationTokenSource();
            var readers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
            {
                for (var j = i; !quiet.IsCancellationRequested; j++)
                    await run.AskAsync(Accounts[j % Accounts.Length], Nodes[j / 3 % Nodes.Length]);
            })).ToList();
            var number = round;
            await Task.WhenAll(
                Task.Run(() => run.ToggleGrantsAsync("ann", number)),
                Task.Run(() => run.ToggleGrantsAsync("red", number)),
                Task.Run(() => run.ToggleGrantsAsync("everyone", number)),
                Task.Run(() => run.ToggleMembershipAsync("red", "ben", number)),
                Task.Run(() => run.ToggleMembershipAsync("green", "red", number)),
                Task.Run(() => run.MoveToAndFroAsync("n1", number)));
            await quiet.CancelAsync();
            await Task.WhenAll(readers);
            await run.CompareAllAsync();
        }
    }

    [Fact]
    public async Task Watch_GrantEndsDuringADownload_CutsItOff()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var store = await TestStore.OpenAsync(clock: clock);
        await store.Operator.Accounts.AddAsync(new NewAccount("ann", "sunken lantern orchard"), default);
        await store.PutAsync("/shared/docs/large", new string('x', 1_000_000));
        await store.Operator.Access.GrantAsync(TestStore.Path("/shared/docs"), "ann", Rights.Read, default);
        var ann = await EnterAsync(store, "ann", "sunken lantern orchard");
        await using var content = (await ann.Files.OpenAsync(TestStore.Path("/shared/docs/large"), AsOf.Now, default)).Value;
        // The reader has stopped; the writer waits for it.
        var pipe = new System.IO.Pipelines.Pipe();
        var download = content.CopyToAsync(pipe.Writer, 0, content.Length, default).AsTask();
        clock.Advance(TimeSpan.FromSeconds(5));
        await Task.Delay(50);
        Assert.False(download.IsCompleted);
        await store.Operator.Access.RevokeAsync(TestStore.Path("/shared/docs"), "ann", default);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<AccessEndedException>(() => download);
    }

    private static async Task<Workspace> EnterAsync(TestStore store, string name, string password)
    {
        var exchange = store.SignIn.Begin("PLAIN", new Visit("https", null, "test", Encrypted: true)).Value;
        return (await exchange.StepAsync(Encoding.UTF8.GetBytes($"\0{name}\0{password}"), default)).Workspace!;
    }
}
