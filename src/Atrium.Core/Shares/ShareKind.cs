namespace Atrium.Core.Shares;

/// <summary>What a link lets its holders do. The numbers are stored.</summary>
public enum ShareKind
{
    /// <summary>Read a file, or a folder and all below it.</summary>
    Read = 0,

    /// <summary>Leave files in a folder, and see nothing of what is in it: a file drop.</summary>
    Upload = 1,
}
