namespace Atrium.Core;

/// <summary>Something that is wrong in one place of a request of many parts.</summary>
/// <param name="Line">Counted from 1; null where it is in no line, such as what the request leaves away.</param>
/// <param name="Path">The place, as jq takes it: <c>.accounts.alice.addresses[0]</c>.</param>
/// <param name="Detail">What is wrong, and what is right.</param>
public sealed record Mistake(int? Line, string Path, string Detail);
