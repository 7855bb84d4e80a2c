using System.Net;

namespace Chameleon.Connector;

/// <summary>Makes the exceptions of fetching. None tells an address that a name led to, nor more of a URL than its host.</summary>
internal static class FetchThrow
{
    public static PictureFetchException Malformed(string what) => Refused($"The picture's address {what}.");

    public static PictureFetchException Scheme(string scheme) =>
        Refused($"The picture's address is of the kind '{scheme}'; http and https are fetched.");

    public static PictureFetchException Port(Uri address, IEnumerable<int> allowed) =>
        Refused($"The picture's address names port {address.Port}; allowed are {string.Join(", ", allowed)}.");

    public static PictureFetchException HostNotListed(Uri address) =>
        Refused($"Pictures are not fetched from '{address.IdnHost}'; it is not on the list of allowed hosts.");

    public static PictureFetchException NotPublic(string host) =>
        Refused($"Pictures are not fetched from '{host}'; it is not a host of the public internet.");

    public static PictureFetchException Downgrade() => Refused("The picture's address leads from https to http, which is not followed.");

    public static PictureFetchException Redirects(int limit) => Refused(limit == 0
        ? "The picture's address leads on to another one, which is not followed."
        : $"The picture's address leads on more than {limit} times, which is the limit.");

    public static PictureFetchException Unreachable(Uri address, Exception inner) => new(
        PictureFetchFailure.Unreachable, $"'{address.IdnHost}' could not be reached, or broke the picture off.", inner);

    public static PictureFetchException Status(Uri address, HttpStatusCode status) => new(
        PictureFetchFailure.NotServed, $"'{address.IdnHost}' answered with status {(int)status} instead of a picture.");

    public static PictureFetchException Encoded(Uri address) => new(
        PictureFetchFailure.NotServed, $"'{address.IdnHost}' sent the picture compressed once more, which was not asked for and is not read.");

    public static PictureFetchException TooLarge(int limit) => new(
        PictureFetchFailure.TooLarge, $"The picture behind the address has more than {limit} bytes, which is the limit.");

    public static PictureFetchException TooSlow(TimeSpan limit) => new(
        PictureFetchFailure.TooSlow, $"The picture was not there within {limit.TotalSeconds} seconds, which is the limit.");

    public static PictureFetchException Stalled(TimeSpan limit) => new(
        PictureFetchFailure.TooSlow, $"Nothing more of the picture came for {limit.TotalSeconds} seconds, which is the limit.");

    private static PictureFetchException Refused(string message) => new(PictureFetchFailure.AddressRefused, message);
}
