using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;

namespace Chameleon.Web.Api;

/// <summary>Every error under the API's addresses has the shape that its clients read, whoever made it.</summary>
internal static partial class ApiErrors
{
    /// <summary>Answers what fails below, and gives a body to what has none.</summary>
    public static IApplicationBuilder UseApiErrors(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiErrors));
        return app.Use(async (context, next) =>
        {
            if (!ApiEndpoints.Owns(context.Request.Path))
            {
                await next(context);
                return;
            }

            if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            try
            {
                await next(context);
                await FillAsync(context);
            }
            catch (Exception) when (context.RequestAborted.IsCancellationRequested)
            {
                // Whoever asked is gone; what ran for them has ended.
            }
            catch (Exception exception) when (!context.Response.HasStarted)
            {
                await WriteAsync(context, Tell(exception, log));
            }
        });
    }

    /// <summary>What a caller is told; what nobody foresaw goes to the log.</summary>
    public static ApiException Tell(Exception exception, ILogger log)
    {
        if (ApiFailures.Of(exception) is { } known)
        {
            return known;
        }

        LogFailed(log, exception);
        return ApiFailures.Unforeseen();
    }

    /// <summary>Answers with an error.</summary>
    public static Task WriteAsync(HttpContext context, ApiException failure)
    {
        var response = context.Response;
        response.StatusCode = failure.Status;
        if (failure.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (failure.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return response.WriteAsJsonAsync(new ApiErrorAnswer(failure.Error), ApiJson.Readable.ApiErrorAnswer);
    }

    private static Task FillAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < StatusCodes.Status400BadRequest || response.ContentLength is not null || response.ContentType is not null)
        {
            return Task.CompletedTask;
        }

        var message = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Method} {context.Request.Path}; GET /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} does not take {context.Request.Method}.",
            _ => "The request is refused.",
        };
        return WriteAsync(context, new ApiException(response.StatusCode, new ApiError(message, "invalid_request_error", null, null)));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to the API failed.")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
