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
        Assert.Equal(5, (await store.Operator.Uploads.AppendAsync(upload, 0, Body("first"), 5, default)).Value.Received);
        Assert.Equal(Refusal.NotFound, (await store.Files.StatAsync(Path("/shared/docs/new/f.txt"), AsOf.Now, default)).Refused!.Kind);

        await store.ReopenAsync();
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal(5, Assert.Single((await store.Operator.Uploads.ListAsync(default)).Value).Received);
        Assert.Equal(Refusal.Conflict, (await store.Operator.Uploads.FinishAsync(upload, Precondition.None, default)).Refused!.Kind);
        await store.Operator.Uploads.AppendAsync(upload, 5, Body("-more"), 5, default);
        var stored = (await store.Operator.Uploads.FinishAsync(upload, Precondition.None, default)).Value;

        Assert.True(stored.Created);
        Assert.Equal((10L, DateTimeOffset.UnixEpoch, "text/plain; charset=utf-8"), (stored.Entry.Size, stored.Entry.Modified, stored.Entry.MediaType));
        Assert.Equal("first-more", await store.ReadAsync("/shared/docs/new/f.txt"));
        Assert.Empty((await store.Operator.Uploads.ListAsync(default)).Value);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Finish_FileThatIsThere_ReplacesItAsItsNextVersion()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/new/f.txt", "what was there");
        var upload = await BeginAsync(store, new UploadOptions());
        await store.Operator.Uploads.AppendAsync(upload, 0, Body("one piece"), null, default);

        var unmet = await store.Operator.Uploads.FinishAsync(upload, new Precondition { MustNotExist = true }, default);
        var stored = (await store.Operator.Uploads.FinishAsync(upload, Precondition.None, default)).Value;

        Assert.Equal(Refusal.Conflict, unmet.Refused!.Kind);
        Assert.False(stored.Created);
        // Of one piece the entity tag is the hash, as of any other file.
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("one piece"u8)), stored.Entry.ETag);
        Assert.Equal(2, (await store.Files.VersionsAsync(Path("/shared/docs/new/f.txt"), null, 10, default)).Value.Count);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Finish_NothingCame_IsAnEmptyFile()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 0 });

        var stored = (await store.Operator.Uploads.FinishAsync(upload, Precondition.None, default)).Value;

        Assert.Equal(0, stored.Entry.Size);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Append_WrongOffsetOrTooMuch_ChangesNothing()
    {
        await using var store = await OpenAsync();
        var upload = await BeginAsync(store, new UploadOptions { Size = 8 });
        await store.Operator.Uploads.AppendAsync(upload, 0, Body("four"), null, default);

        var again = await store.Operator.Uploads.AppendAsync(upload, 0, Body("four"), null, default);
        var announced = await store.Operator.Uploads.AppendAsync(upload, 4, Body("too many"), 8, default);
        var chunked = await store.Operator.Uploads.AppendAsync(upload, 4, Body("too many"), null, default);

        Assert.Equal((Refusal.Conflict, Refusal.Invalid, Refusal.Invalid), (again.Refused!.Kind, announced.Refused!.Kind, chunked.Refused!.Kind));
        Assert.Equal(4, (await store.Operator.Uploads.GetAsync(upload, default)).Value.Received);
    }

    [Fact]
    public async Task Append_CutOff_KeepsWhatCameInWholePieces()
    {
        await using var store = await OpenAsync();
        var bytes = RandomNumberGenerator.GetBytes((int)(2 * UploadLimits.MinPiece) + 1000);
        var upload = await BeginAsync(store, new UploadOptions { Size = bytes.Length });
        var cut = new MemoryStream(bytes, 0, (int)UploadLimits.MinPiece + 500);

        await Assert.ThrowsAsync<IOException>(async () => await store.Operator.Uploads.AppendAsync(upload, 0, PipeReader.Create(new BrokenStream(cut)), bytes.Length, default));

        var received = (await store.Operator.Uploads.GetAsync(upload, default)).Value.Received;
        Assert.Equal(UploadLimits.MinPiece, received);
        await store.Operator.Uploads.AppendAsync(upload, received, Body(bytes[(int)received..]), bytes.Length - received, default);
        await store.Operator.Uploads.FinishAsync(upload, Precondition.None, default);
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
        var first = await BeginAsync(store, new UploadOptions { Size = 8 });
        await store.Operator.Uploads.AppendAsync(first, 0, Body("12345678"), null, default);

        var second = await store.Operator.Uploads.BeginAsync(Path("/shared/docs/g"), new UploadOptions { Size = 8 }, default);
        var unknown = (await store.Operator.Uploads.BeginAsync(Path("/shared/docs/g"), new UploadOptions(), default)).Value.Id;
        var tooMuch = await store.Operator.Uploads.AppendAsync(unknown, 0, Body("123"), null, default);
        await store.Operator.Uploads.AbandonAsync(first, default);
        var fits = await store.Operator.Uploads.AppendAsync(unknown, 0, Body("123"), null, default);

        Assert.Equal((Refusal.QuotaExceeded, Refusal.QuotaExceeded), (second.Refused!.Kind, tooMuch.Refused!.Kind));
        Assert.Equal(3, fits.Value.Received);
    }

    [Fact]
    public async Task RunOnce_NoPieceForADay_GivesTheUploadUp()
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(new RepositoryOptions { InlineThreshold = 4, BlobGrace = TimeSpan.Zero }, clock);
        var idle = await BeginAsync(store, new UploadOptions());
        await store.Operator.Uploads.AppendAsync(idle, 0, Body("large enough for a file"), null, default);
        var slow = await BeginAsync(store, new UploadOptions());
        clock.Advance(TimeSpan.FromHours(23));
        await store.Operator.Uploads.AppendAsync(slow, 0, Body("a piece"), null, default);
        clock.Advance(TimeSpan.FromHours(2));

        var maintainer = new Maintainer(store.Store);
        for (var round = 0; round < 3; round++)
        {
            await maintainer.RunOnceAsync(default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([slow], (await store.Operator.Uploads.ListAsync(default)).Value.Select(upload => upload.Id));
        Assert.Equal(Refusal.NotFound, (await store.Operator.Uploads.AppendAsync(idle, 23, Body("x"), null, default)).Refused!.Kind);
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
        Assert.Equal(Refusal.NotFound, (await alice.Uploads.AppendAsync(upload, 0, Body("x"), null, default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await alice.Uploads.FinishAsync(upload, Precondition.None, default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await alice.Uploads.AbandonAsync(upload, default)).Refused!.Kind);
    }

    private static async Task<long> BeginAsync(TestStore store, UploadOptions options)
        => (await store.Operator.Uploads.BeginAsync(Path("/shared/docs/new/f.txt"), options, default)).Value.Id;

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
