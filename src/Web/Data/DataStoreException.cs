namespace Chameleon.Web.Data;

/// <summary>
/// The data folder did not serve. Whatever was asked for did not happen, in whole or in part; what was stored before is
/// as it was. The message is one sentence that may be shown in a page; only <see cref="DataStore.OpenAsync"/>, which
/// speaks to whoever started the program, names paths.
/// </summary>
/// <param name="failure">Why.</param>
/// <param name="message">The sentence.</param>
/// <param name="innerException">What the operating system or the database said.</param>
public sealed class DataStoreException(DataFailure failure, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>Why.</summary>
    public DataFailure Failure { get; } = failure;
}
