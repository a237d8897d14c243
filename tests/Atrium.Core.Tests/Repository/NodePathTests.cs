using System.Text;
using Atrium.Core.Repository;
using Atrium.Core.Unicode;
using CsCheck;

namespace Atrium.Core.Tests.Repository;

public class NodePathTests
{
    // Characters that matter: separators, dots, controls, halves of pairs, marks that combine, the largest ones.
    private const string Special = "/.\0\r\n\u007f\u0085\ud83d\ude00e\u0301\u00e9\uff5e\ufffd\\ ";

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Int[0, Special.Length - 1].Select(i => Special[i]), Gen.Char)
        .Array[0, 12].Select(chars => new string(chars));

    [Fact]
    public void Parse_AnyText_IsRefusedOrReadsBackAsItself() => Texts.Sample(text =>
    {
        if (!NodePath.Parse(text).Try(out var path, out var refused))
        {
            Assert.Equal(Refusal.Invalid, refused.Kind);
            return;
        }
        Assert.Equal(path, NodePath.Parse(path.ToString()).Value);
        Assert.Equal(path.GetHashCode(), NodePath.Parse(path.ToString()).Value.GetHashCode());
        foreach (var name in path.Names)
        {
            Assert.Equal(name, Nfc.Normalize(name));
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, NodePath.MaxNameBytes);
            Assert.DoesNotContain(name, c => c == '/' || char.IsControl(c));
            Assert.False(name is "." or "..");
            Assert.Equal(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
        }
        if (path.Depth > 0)
            Assert.Equal(path, path.Parent.Child(path.Name).Value);
        Assert.True(NodePath.Root.Contains(path) && path.Parent.Contains(path) && path.Contains(path));
    });

    [Fact]
    public void Parse_ComposedAndDecomposed_AreOnePath()
        => Assert.Equal(NodePath.Parse("/shared/caf\u00e9").Value, NodePath.Parse("shared/cafe\u0301/").Value);

    [Theory]
    [InlineData("/a//b")]
    [InlineData("/a/./b")]
    [InlineData("/a/..")]
    [InlineData("/a/b\0")]
    [InlineData("/a/b\u0085")]
    public void Parse_NoName_IsInvalid(string text) => Assert.Equal(Refusal.Invalid, NodePath.Parse(text).Refused?.Kind);

    [Fact]
    public void Parse_HalfOfASurrogatePair_IsInvalid()
    {
        Assert.Equal(Refusal.Invalid, NodePath.Parse("/a/\ud83d").Refused?.Kind);
        Assert.Equal(Refusal.Invalid, NodePath.Parse("/a/\ude00b").Refused?.Kind);
    }

    [Fact]
    public void Parse_AtAndOverEachLimit_IsTakenAndRefused()
    {
        Assert.Null(NodePath.CheckName(new string('é', 127) + "x").Refused);
        Assert.Equal(Refusal.Invalid, NodePath.CheckName(new string('é', 128)).Refused?.Kind);
        Assert.Null(NodePath.Parse(string.Concat(Enumerable.Repeat("/a", NodePath.MaxDepth))).Refused);
        Assert.Equal(Refusal.Invalid, NodePath.Parse(string.Concat(Enumerable.Repeat("/a", NodePath.MaxDepth + 1))).Refused?.Kind);
        var names = string.Concat(Enumerable.Repeat("/" + new string('x', 255), 16));
        Assert.Null(NodePath.Parse(names).Refused);
        Assert.Equal(Refusal.Invalid, NodePath.Parse(names + "/x").Refused?.Kind);
    }

    [Fact]
    public void Contains_NameThatBeginsTheSame_IsFalse()
        => Assert.False(NodePath.Parse("/shared/a").Value.Contains(NodePath.Parse("/shared/ab").Value));
}
