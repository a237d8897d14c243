namespace Atrium.Protocols.Metrics;

/// <summary>
/// What can be asked for in one protocol, as requests are counted: made once and kept, so that counting a request looks nothing up by name
/// and allocates nothing.
/// </summary>
public sealed class MeasuredOperation
{
    internal MeasuredOperation(string protocol, string name, RecentRequests recent)
    {
        Protocol = new("protocol", protocol);
        Name = new("operation", name);
        Recent = recent;
    }

    internal KeyValuePair<string, object?> Protocol { get; }

    internal KeyValuePair<string, object?> Name { get; }

    /// <summary>Of the whole protocol.</summary>
    internal RecentRequests Recent { get; }
}
