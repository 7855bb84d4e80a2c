namespace Chameleon.Connector;

/// <summary>The text of a call as the model wrote it, so that it goes back to it unchanged.</summary>
/// <param name="Text">From the marker to the last brace; with the line break before the marker, if there was one.</param>
internal sealed record WrittenCall(string Text);
