using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.OpenApi;

namespace Atrium.Laws;

/// <summary>What can be asked is described, and what is described can be asked.</summary>
public class OpenApiLaws
{
    [Fact]
    public void Operations_OfTheRouteTable_AreThoseThatAreDescribed()
        => Assert.Equal(
            Routes.All.SelectMany(route => route.Methods.Select(method => ApiOperations.Key(method.Method, route.Path))).Order(StringComparer.Ordinal),
            ApiOperations.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Operation_BehindASignIn_TellsOf401And400()
        => Assert.All(
            Routes.All.Where(route => route.Entry == Entry.Signed).SelectMany(route => route.Methods.Select(method => ApiOperations.Key(method.Method, route.Path))),
            key => Assert.Superset(new HashSet<int> { 400, 401 }, ApiOperations.All[key].Problems.ToHashSet()));

    [Fact]
    public void Document_Always_RefersToNothingButItsOwnSchemas()
    {
        var document = OpenApiDocument.Build();
        var schemas = document["components"]!["schemas"]!.AsObject().Select(schema => $"#/components/schemas/{schema.Key}").ToHashSet();
        var references = System.Text.RegularExpressions.Regex.Matches(document.ToJsonString(), "\"\\$ref\":\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains(reference, schemas));
    }
}
