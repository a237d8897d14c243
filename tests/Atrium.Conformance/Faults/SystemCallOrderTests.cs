namespace Atrium.Conformance.Faults;

/// <summary>
/// The order of system calls before an answer (docs/architecture.md, Durability): no test of lost data can show a
/// missing fsync of a directory as surely as the trace does.
/// </summary>
public sealed class SystemCallOrderTests : IAsyncLifetime
{
    private const string Space = "/shared/order";

    private readonly Scratch scratch = new();
    private AtriumProcess server = null!;
    private AtriumClient client = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AtriumProcess.StartAsync(scratch.Path("data"));
        (await AtriumProgram.RunAsync("space", "add", Space, "--data", server.Data)).OrThrow();
        client = server.NewClient();
        Assert.True((await client.PutAsync($"{Space}/old", [1, 2, 3])).IsSuccess);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task Put_LargeFile_SyncsFileThenItsNameThenTheCatalogBeforeTheAnswer()
    {
        var trace = await TraceAsync(() => client.PutAsync($"{Space}/large", new byte[1024 * 1024]));

        var catalog = CatalogSync(trace);
        var rename = trace.Calls.Last(call => call.Name.StartsWith("rename", StringComparison.Ordinal) && call.Finished < catalog.Started);
        var (temporary, locator) = (rename.Quoted(0), rename.Quoted(1));
        var lastWrite = trace.Calls.Last(call => call.IsWrite && call.Path == temporary);
        Assert.True(
            trace.Calls.Any(call => call.IsSync && call.Path == temporary && lastWrite.Finished < call.Started && call.Finished < rename.Started),
            $"the file was renamed before all its bytes were on disk:\n{trace}");
        Assert.True(
            trace.Calls.Any(call => IsSyncOf(call, Path.GetDirectoryName(locator)) && rename.Finished < call.Started && call.Finished < catalog.Started),
            $"the catalog was committed before the file's name was on disk:\n{trace}");
        foreach (var made in trace.Calls.Where(call => call.Name.StartsWith("mkdir", StringComparison.Ordinal) && call.Result == 0))
        {
            Assert.True(
                trace.Calls.Any(call => IsSyncOf(call, Path.GetDirectoryName(made.Quoted(0))) && made.Finished < call.Started && call.Finished < catalog.Started),
                $"the new directory {made.Quoted(0)} was not on disk before the commit:\n{trace}");
        }
    }

    [Fact]
    public async Task Put_SmallFile_SyncsTheCatalogBeforeTheAnswer() =>
        CatalogSync(await TraceAsync(() => client.PutAsync($"{Space}/small", new byte[2000])));

    [Fact]
    public async Task Put_Replacement_SyncsTheCatalogBeforeTheAnswer() =>
        CatalogSync(await TraceAsync(() => client.PutAsync($"{Space}/old", new byte[2000])));

    [Fact]
    public async Task Append_SmallPiece_SyncsTheCatalogBeforeTheAnswer() =>
        CatalogSync(await TraceAsync(() => client.AppendAsync($"{Space}/old", new byte[2000])));

    [Fact]
    public async Task Move_File_SyncsTheCatalogBeforeTheAnswer() =>
        CatalogSync(await TraceAsync(() => client.MoveAsync($"{Space}/old", $"{Space}/elsewhere")));

    [Fact]
    public async Task Copy_File_SyncsTheCatalogBeforeTheAnswer() =>
        CatalogSync(await TraceAsync(() => client.CopyAsync($"{Space}/old", $"{Space}/copy")));

    [Fact]
    public async Task Delete_File_SyncsTheCatalogBeforeTheAnswer() =>
        CatalogSync(await TraceAsync(() => client.DeleteAsync($"{Space}/old")));

    private static bool IsSyncOf(SystemCall call, string? path) => call.IsSync && call.Path == path && call.Result == 0;

    /// <summary>All calls until the answer to one request began to leave.</summary>
    private async Task<Trace> TraceAsync(Func<Task<Answer>> request)
    {
        // The connection is there already: in the trace its socket carries one request and one answer.
        await using var strace = await Strace.AttachAsync(
            server, scratch.Path("trace"),
            "trace=fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,pwrite64,pwritev,pwritev2,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg");
        var answer = await request();
        var log = await strace.DetachAsync();
        Assert.True(answer.IsSuccess, $"{answer}");

        var socket = log.Calls.Where(call => call.Path.EndsWith($"->127.0.0.1:{client.LocalPort}]", StringComparison.Ordinal)).ToList();
        // TLS hides what is in it: the answer is the first thing sent after the last byte of the request was received.
        var lastReceived = socket.Last(call => call.IsReceive && call.Result > 0);
        return new(log.Calls, socket.First(call => call.IsSend && call.Started > lastReceived.Started));
    }

    /// <summary>The sync that put the change into the catalog's log, with everything that was written to the log before it.</summary>
    private static SystemCall CatalogSync(Trace trace)
    {
        var log = trace.Calls.Where(call => call.Path.EndsWith("-wal", StringComparison.Ordinal) && call.Started < trace.Reply.Started).ToList();
        var write = log.LastOrDefault(call => call.IsWrite);
        Assert.True(write is not null, $"the change had not reached the catalog's log when the answer left:\n{trace}");
        var sync = log.LastOrDefault(call => call.IsSync && call.Result == 0 && write.Finished < call.Started);
        Assert.True(sync is not null, $"the catalog's log was not synced before the answer:\n{trace}");
        Assert.True(sync.Finished < trace.Reply.Started, $"the answer left before the sync was done:\n{trace}");
        return sync;
    }

    private sealed record Trace(IReadOnlyList<SystemCall> Calls, SystemCall Reply)
    {
        public override string ToString() => $"answer: {Reply}\n{string.Join('\n', Calls)}";
    }
}
