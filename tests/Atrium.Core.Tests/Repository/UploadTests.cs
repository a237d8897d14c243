using System.IO.Pipelines;
using System.Security.Cryptography;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Uploads;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Files that come in pieces.</summary>
public class UploadTests
{
    [Fact]
    public async Task Append_StoreReopenedInBetween_GoesOnAndNobodySawIt()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 10, Modified = DateTimeOffset.UnixEpoch });
        Assert.Equal(5, (await AppendAsync(store, upload, 0, "first")).Value.Received);
        Assert.Equal(Refusal.NotFound, (await store.Files.StatAsync(Path("/shared/docs/new/f.txt"), AsOf.Now, default)).Refused!.Kind);

        await store.ReopenAsync();
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal(5, Assert.Single((await store.Operator.Uploads.ListAsync(default)).Value).Received);
        var whole = (await AppendAsync(store, upload, 5, "-more")).Value;

        Assert.True(whole is { IsFinished: true, Stored.Created: true });
        Assert.Equal((10L, DateTimeOffset.UnixEpoch, "text/plain; charset=utf-8"), (whole.Stored.Entry.Size, whole.Stored.Entry.Modified, whole.Stored.Entry.MediaType));
        Assert.Equal("first-more", await store.ReadAsync("/shared/docs/new/f.txt"));
        Assert.Empty((await store.Operator.Uploads.ListAsync(default)).Value);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Get_Finished_SaysForADayThatAllOfItIsThere()
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(new RepositoryOptions(), clock);
        var upload = await BeginAsync(store, new UploadOptions { Size = 3, Metadata = "path L3NoYXJlZA==" });
        await AppendAsync(store, upload, 0, "all");

        var told = (await store.Operator.Uploads.GetAsync(upload, default)).Value;
        var more = await AppendAsync(store, upload, 3, "x");
        var given = await store.Operator.Uploads.AbandonAsync(upload, default);
        clock.Advance(TimeSpan.FromHours(25));
        await new Maintainer(store.Store).RunOnceAsync(default);

        Assert.Equal((3L, true, "path L3NoYXJlZA=="), (told.Received, told.IsFinished, told.Metadata));
        Assert.Equal((Refusal.Conflict, Refusal.Conflict), (more.Refused!.Kind, given.Refused!.Kind));
        Assert.Equal(Refusal.NotFound, (await store.Operator.Uploads.GetAsync(upload, default)).Refused!.Kind);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Append_LastPieceThatMayNotBeStored_IsNotKept()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/new/f.txt", "what was there");
        var upload = await BeginAsync(store, new UploadOptions { Size = 9 });
        await AppendAsync(store, upload, 0, "one ");

        var unmet = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(4) { Precondition = new Precondition { MustNotExist = true } }, Body("piece"), default);
        var received = (await store.Operator.Uploads.GetAsync(upload, default)).Value.Received;
        var stored = (await AppendAsync(store, upload, 4, "piece")).Value.Stored!;

        Assert.Equal((Refusal.Conflict, 4L), (unmet.Refused!.Kind, received));
        Assert.False(stored.Created);
        Assert.Equal(2, (await store.Files.VersionsAsync(Path("/shared/docs/new/f.txt"), null, 10, default)).Value.Count);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Append_OnePiece_HasItsHashAsEntityTag()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 9 });

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("one piece"u8)), (await AppendAsync(store, upload, 0, "one piece")).Value.Stored!.Entry.ETag);
    }

    [Fact]
    public async Task Begin_OfNothing_IsAnEmptyFile()
    {
        await using var store = await OpenAsync();

        var begun = (await store.Operator.Uploads.BeginAsync(Path("/shared/docs/new/f.txt"), new UploadOptions { Size = 0 }, default)).Value;

        Assert.True(begun is { IsFinished: true, Stored.Entry.Size: 0 });
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Append_SizeSaidLater_FinishesWhenItIsReached()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions());
        await AppendAsync(store, upload, 0, "12345");

        var less = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(5) { Size = 4 }, Body(""), default);
        var said = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(5) { Size = 7 }, Body(""), default);
        var another = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(5) { Size = 8 }, Body("678"), default);
        var whole = await AppendAsync(store, upload, 5, "67");

        Assert.Equal((Refusal.Invalid, Refusal.Invalid), (less.Refused!.Kind, another.Refused!.Kind));
        Assert.Equal((7L, false, true), (said.Value.Size, said.Value.IsFinished, whole.Value.IsFinished));
        Assert.Equal("1234567", await store.ReadAsync("/shared/docs/new/f.txt"));
    }

    [Fact]
    public async Task Append_NotAsPromised_KeepsNothing()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 8 });
        var digest = new UploadDigest(HashAlgorithmName.SHA256, SHA256.HashData("four"u8));

        var wrong = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(0) { Digest = digest }, Body("five"), default);
        var cut = new MemoryStream("four"u8.ToArray());
        await Assert.ThrowsAsync<IOException>(async () => await store.Operator.Uploads.AppendAsync(
            upload, new UploadPart(0) { Digest = digest }, PipeReader.Create(new BrokenStream(cut)), default));
        var received = (await store.Operator.Uploads.GetAsync(upload, default)).Value.Received;
        var right = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(0) { Digest = digest }, Body("four"), default);

        Assert.Same(Uploads.NotAsPromised, wrong.Refused);
        Assert.Equal((0L, 4L), (received, right.Value.Received));
    }

    [Fact]
    public async Task Append_WhileAnotherDoes_IsLocked()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 8 });
        var pipe = new Pipe();

        var first = store.Operator.Uploads.AppendAsync(upload, new UploadPart(0), pipe.Reader, default);
        var second = await AppendAsync(store, upload, 0, "four");
        await pipe.Writer.WriteAsync("1234"u8.ToArray());
        await pipe.Writer.CompleteAsync();

        Assert.Equal(Refusal.Locked, second.Refused!.Kind);
        Assert.Equal(4, (await first).Value.Received);
        Assert.Equal(8, (await AppendAsync(store, upload, 4, "5678")).Value.Received);
    }

    [Fact]
    public async Task Resume_WhileAnotherAdds_EndsThatAndKeepsWhatCame()
    {
        await using var store = await OpenAsync();
        var bytes = RandomNumberGenerator.GetBytes(2_000_000);
        var upload = await BeginAsync(store, new UploadOptions { Size = bytes.Length });
        // A line that was cut, which only its other end knows.
        var line = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var first = store.Operator.Uploads.AppendAsync(upload, new UploadPart(0) { Length = bytes.Length }, line.Reader, default);
        await line.Writer.WriteAsync(bytes.AsMemory(0, 1_000_000));

        var told = await store.Operator.Uploads.ResumeAsync(upload, default);
        var ended = await first;
        await line.Writer.WriteAsync(bytes.AsMemory(1_000_000, 500_000));
        var whole = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(told.Value.Received), Body(bytes[(int)told.Value.Received..]), default);

        Assert.Equal(Refusal.Locked, ended.Refused!.Kind);
        Assert.InRange(told.Value.Received, 1, 1_000_000);
        Assert.True(whole.Value.IsFinished);
        await using var content = (await store.Files.OpenAsync(Path("/shared/docs/new/f.txt"), AsOf.Now, default)).Value;
        var read = await BytesAsync(content, 0, content.Length);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Append_WrongOffsetOrTooMuch_ChangesNothing()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 8 });
        await AppendAsync(store, upload, 0, "four");

        var again = await AppendAsync(store, upload, 0, "four");
        var announced = await store.Operator.Uploads.AppendAsync(upload, new UploadPart(4) { Length = 8 }, Body("too many"), default);
        var chunked = await AppendAsync(store, upload, 4, "too many");

        Assert.Equal((Refusal.Conflict, Refusal.Invalid, Refusal.Invalid), (again.Refused!.Kind, announced.Refused!.Kind, chunked.Refused!.Kind));
        Assert.Equal(4, (await store.Operator.Uploads.GetAsync(upload, default)).Value.Received);
    }

    [Fact]
    public async Task Append_CutOff_KeepsWhatCame()
    {
        await using var store = await OpenAsync();
        var bytes = RandomNumberGenerator.GetBytes((int)(2 * UploadLimits.MinPiece) + 1_000_000);
        var upload = await BeginAsync(store, new UploadOptions { Size = bytes.Length });
        var cut = new MemoryStream(bytes, 0, (int)UploadLimits.MinPiece + 500_000);

        await Assert.ThrowsAsync<IOException>(async () => await store.Operator.Uploads.AppendAsync(upload, new UploadPart(0) { Length = bytes.Length }, PipeReader.Create(new BrokenStream(cut)), default));

        // What lay in the buffers of the line alone is lost.
        var received = (await store.Operator.Uploads.GetAsync(upload, default)).Value.Received;
        Assert.InRange(received, UploadLimits.MinPiece + 1, cut.Length);
        await store.Operator.Uploads.AppendAsync(upload, new UploadPart(received), Body(bytes[(int)received..]), default);
        await using var content = (await store.Files.OpenAsync(Path("/shared/docs/new/f.txt"), AsOf.Now, default)).Value;
        var read = await BytesAsync(content, 0, content.Length);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
        // A range over the border of two pieces.
        Assert.Equal(bytes[((int)UploadLimits.MinPiece - 3)..((int)UploadLimits.MinPiece + 3)], await BytesAsync(content, UploadLimits.MinPiece - 3, 6));
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task BeginAndAppend_OverTheQuota_CountWhatIsOnItsWay()
    {
        await using var store = await OpenAsync();
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Quota = 10 }, default);
        var first = await BeginAsync(store, new UploadOptions { Size = 9 });
        await AppendAsync(store, first, 0, "12345678");

        var second = await store.Operator.Uploads.BeginAsync(Path("/shared/docs/g"), new UploadOptions { Size = 8 }, default);
        var unknown = (await store.Operator.Uploads.BeginAsync(Path("/shared/docs/g"), new UploadOptions(), default)).Value.Id;
        var tooMuch = await AppendAsync(store, unknown, 0, "123");
        await store.Operator.Uploads.AbandonAsync(first, default);
        var fits = await AppendAsync(store, unknown, 0, "123");

        Assert.Equal((Refusal.QuotaExceeded, Refusal.QuotaExceeded), (second.Refused!.Kind, tooMuch.Refused!.Kind));
        Assert.Equal(3, fits.Value.Received);
    }

    [Fact]
    public async Task RunOnce_NoPieceForADay_GivesTheUploadUp()
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(new RepositoryOptions { InlineThreshold = 4, BlobGrace = TimeSpan.Zero }, clock);
        var idle = await BeginAsync(store, new UploadOptions());
        await AppendAsync(store, idle, 0, "large enough for a file");
        var slow = await BeginAsync(store, new UploadOptions());
        clock.Advance(TimeSpan.FromHours(23));
        await AppendAsync(store, slow, 0, "a piece");
        clock.Advance(TimeSpan.FromHours(2));

        var maintainer = new Maintainer(store.Store);
        for (var round = 0; round < 3; round++)
        {
            await maintainer.RunOnceAsync(default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([slow], (await store.Operator.Uploads.ListAsync(default)).Value.Select(upload => upload.Id));
        Assert.Equal(Refusal.NotFound, (await AppendAsync(store, idle, 23, "x")).Refused!.Kind);
        await AssertCleanAsync(store);
        Assert.Equal(1, (await store.Operator.Administration.StatusAsync(default)).Value.Blobs);
    }

    [Fact]
    public async Task Upload_OfSomebodyElse_IsNotThere()
    {
        await using var store = await OpenAsync();
        await store.Operator.Accounts.AddAsync(new Core.Accounts.NewAccount("alice", "sunken lantern orchard"), default);
        var upload = await BeginAsync(store, new UploadOptions());
        var exchange = store.SignIn.Begin("PLAIN", new Visit("https", null, "test", true)).Value;
        var alice = (await exchange.StepAsync("\0alice\0sunken lantern orchard"u8.ToArray(), default)).Workspace!;

        Assert.Empty((await alice.Uploads.ListAsync(default)).Value);
        Assert.Equal(Refusal.NotFound, (await alice.Uploads.AppendAsync(upload, new UploadPart(0), Body("x"), default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await alice.Uploads.AbandonAsync(upload, default)).Refused!.Kind);
    }

    private static async Task<long> BeginAsync(TestStore store, UploadOptions options)
        => (await store.Operator.Uploads.BeginAsync(Path("/shared/docs/new/f.txt"), options, default)).Value.Id;

    private static ValueTask<Outcome<UploadInfo>> AppendAsync(TestStore store, long upload, long offset, string bytes)
        => store.Operator.Uploads.AppendAsync(upload, new UploadPart(offset), Body(bytes), default);

    private static async Task AssertCleanAsync(TestStore store)
        => Assert.Empty((await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems);

    /// <summary>A connection that breaks after some bytes.</summary>
    private sealed class BrokenStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => await inner.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The line is broken.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
