namespace Atrium.Core.Repository;

/// <summary>What a node is. The numbers are stored.</summary>
public enum NodeKind
{
    /// <summary>Holds entries.</summary>
    Folder = 0,

    /// <summary>Holds content.</summary>
    File = 1,
}
