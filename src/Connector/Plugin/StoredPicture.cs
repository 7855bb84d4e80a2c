namespace Chameleon.Connector;

/// <summary>A picture that a <see cref="PictureStore"/> keeps. Immutable.</summary>
/// <param name="Uri">The reference by which models name it: <c>chameleon://pictures/…</c>.</param>
/// <param name="Data">The picture file; treat as immutable.</param>
/// <param name="MediaType">What kind of file it is: <c>image/png</c>.</param>
/// <param name="Description">What it is, for people and models: the prompt that it was drawn from.</param>
/// <param name="AddedAt">When it was added.</param>
public sealed record StoredPicture(string Uri, ReadOnlyMemory<byte> Data, string MediaType, string Description, DateTimeOffset AddedAt);
