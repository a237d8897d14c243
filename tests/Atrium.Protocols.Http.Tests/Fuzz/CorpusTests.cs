using Atrium.Fuzz;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Fuzz;

/// <summary>What fuzzing starts from and what it has found, replayed; and a little of it by chance. More of it: fuzz/run.</summary>
public class CorpusTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Names => [.. Targets.All.Keys];

    [Fact]
    public void Corpus_EachFolder_BelongsToATarget()
        => Assert.Equal(Targets.All.Keys.Order(), Directory.GetDirectories(Corpus).Select(folder => Path.GetFileName(folder)).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Replay_EachFile_KeepsEveryPromise(string name)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Corpus, name)))
            Targets.All[name](File.ReadAllBytes(file));
    }

    /// <summary>Files with bytes changed, taken out and put in from others.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Mutate_AnyFile_KeepsEveryPromise(string name)
    {
        var files = Directory.GetFiles(Path.Combine(Corpus, name)).Select(File.ReadAllBytes).ToArray();
        Gen.Select(Gen.OneOf(files), Gen.OneOf(files), Gen.Select(Gen.Int[0, 200], Gen.Int[0, 4], Gen.Byte).Array[0, 4]).Sample((file, other, edits) =>
        {
            var bytes = file.ToList();
            foreach (var (at, kind, value) in edits)
            {
                var where = at % (bytes.Count + 1);
                if (kind == 0)
                    bytes.Insert(where, value);
                else if (kind == 1)
                    bytes.InsertRange(where, other[..(at % (other.Length + 1))]);
                else if (where < bytes.Count && kind == 2)
                    bytes[where] = value;
                else if (where < bytes.Count)
                    bytes.RemoveAt(where);
            }
            Targets.All[name]([.. bytes]);
        }, iter: Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1" ? 5_000_000 : 5_000);
    }
}
