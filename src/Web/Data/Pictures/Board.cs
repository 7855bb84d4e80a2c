namespace Chameleon.Web.Data;

/// <summary>A board, on which pictures are gathered.</summary>
/// <param name="Id">By which it is known.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Count">How many pictures are on it.</param>
public sealed record Board(BoardId Id, string Name, int Count);
