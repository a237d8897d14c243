namespace Atrium.Conformance.Faults;

/// <summary>A trace that is misread would prove nothing.</summary>
public sealed class TraceLogTests
{
    private static readonly TraceLog Log = TraceLog.Parse(
    [
        "8532  00:19:42.794687 pwrite64(6</data/tmp/1>, \"\"..., 100000, 0) = 100000",
        "8532  00:19:42.795023 fsync(6</data/tmp/1> <unfinished ...>",
        "8533  00:19:42.796979 pwrite64(7</data/catalog-wal>, \"\"..., 24, 0 <unfinished ...>",
        "8532  00:19:42.797122 <... fsync resumed>) = 0",
        "8533  00:19:42.797209 <... pwrite64 resumed>) = 24",
        "8532  00:19:42.798307 rename(\"/data/tmp/1\", \"/data/blobs/1\") = 0",
        "8533  00:19:42.798400 fdatasync(7</data/catalog-wal>) = -1 EIO (Input/output error) (INJECTED)",
        "8532  00:19:42.801546 +++ exited with 0 +++",
        "8482  00:19:42.806071 sendmsg(5<TCP:[127.0.0.1:443->127.0.0.1:44250]>, {msg_name=NULL}, 0) = 2",
        "8482  00:19:42.806072 openat(AT_FDCWD</data>, \"/data/x\", O_RDONLY|O_CLOEXEC) = 9</data/x>",
        "8533  00:19:42.806100 fsync(7</data/catalog-wal> <unfinished ...>",
    ]);

    [Fact]
    public void Parse_InterruptedCall_IsPutTogether()
    {
        var sync = Log.Calls.First(call => call.Name == "fsync");

        Assert.Equal((8532, "/data/tmp/1", 0L), (sync.Thread, sync.Path, sync.Result));
        Assert.Equal((1, 3), (sync.Started, sync.Finished));
    }

    [Fact]
    public void Parse_CallThatNeverReturned_FinishesAfterAllOthers() =>
        Assert.Equal((null, int.MaxValue), (Log.Calls[^1].Result, Log.Calls[^1].Finished));

    [Fact]
    public void Parse_Injected_IsToldFromTheKernelsOwnAnswer()
    {
        var injected = Assert.Single(Log.Injected);
        Assert.Equal(("fdatasync", -1L), (injected.Name, injected.Result));
    }

    [Fact]
    public void Path_SocketAndFileAndNoDescriptor_AreTold()
    {
        Assert.Equal("TCP:[127.0.0.1:443->127.0.0.1:44250]", Log.Calls.Single(call => call.Name == "sendmsg").Path);
        Assert.Equal("", Log.Calls.Single(call => call.Name == "openat").Path);
        Assert.Equal("/data/blobs/1", Log.Calls.Single(call => call.Name == "rename").Quoted(1));
        Assert.Equal(9, Log.Calls.Single(call => call.Name == "openat").Result);
    }
}
