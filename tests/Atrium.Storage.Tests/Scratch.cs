using Atrium.Core;
using Atrium.Core.Accounts;

namespace Atrium.Storage.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class Scratch : IDisposable
{
    internal static readonly Caller Caller = new(Caller.System, "system", new Visit("test", null, "1", true));

    internal string Folder { get; } = Directory.CreateTempSubdirectory("atrium-storage-").FullName;

    internal string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>A clock that is set by hand, also back.</summary>
internal sealed class TestClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
