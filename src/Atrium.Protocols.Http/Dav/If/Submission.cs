using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Dav.If;

/// <summary>What a request says about locks, laid into the workspace that does what it asks for.</summary>
internal static class Submission
{
    private const string Field = "If";

    /// <summary>Reads the field If; without one everything stays as it is.</summary>
    internal static Refused? Take(Exchange exchange, NodePath path)
    {
        if (!Read(exchange).Try(out var field, out var refused))
            return refused;
        if (field is not null)
            exchange.Workspace = exchange.Workspace.Holding(field.Tokens, ToCondition(exchange, path, field));
        return null;
    }

    /// <summary>Null where there is none.</summary>
    internal static Outcome<IfField?> Read(Exchange exchange)
    {
        var field = exchange.Request.Headers[Field];
        if (field.Count == 0)
            return (IfField?)null;
        return IfField.Parse(field.ToString()).Try(out var parsed, out var refused) ? parsed : refused;
    }

    /// <summary>Lists of what is not in the tree never succeed.</summary>
    private static LockCondition ToCondition(Exchange exchange, NodePath path, IfField field)
    {
        var lists = new List<StateList>();
        foreach (var list in field.Lists)
        {
            var resource = list.Resource is null ? path
                : Reference.Resolve(exchange, list.Resource, Field).Try(out var reference, out _) ? reference.Path
                : null;
            if (resource is not null)
                lists.Add(new StateList(resource, [.. list.Tests.Select(test => new StateTest(test.Token, test.ETag is { } tag ? DavTag.Back(tag) : null, test.Negated))]));
        }
        return new LockCondition(lists);
    }
}
