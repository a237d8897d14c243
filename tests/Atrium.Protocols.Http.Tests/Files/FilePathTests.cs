using Atrium.Core.Repository;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Requests;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Files;

public class FilePathTests
{
    private static readonly Gen<string> Names = Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\ud7ff'], Gen.OneOf('%', '?', '#', '+', '"'))
        .Array[1, 10].Select(chars => new string(chars).Replace('/', '_')).Where(name => name is not ("." or ".."));

    [Fact]
    public void Link_AnyPath_LeadsBackToIt() => Gen.Select(Names.Array[0, 6], Gen.Bool).Sample((names, isFolder) =>
    {
        var path = NodePath.FromNames(names).Value;

        var link = FilePath.Link(path, isFolder ? NodeKind.Folder : NodeKind.File);

        var target = RequestTarget.Parse(link).Value;
        Assert.Equal(path, NodePath.FromNames(target.Segments[3..]).Value);
        Assert.Equal(isFolder, target.TrailingSlash);
        Assert.StartsWith("/api/v1/files", link, StringComparison.Ordinal);
        Assert.All(link, c => Assert.InRange(c, '!', '~'));
    });
}
