using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Semblance.Workspace.Tests.Planning;

/// <summary>A service with OpenAI's chat endpoint on this machine that answers as a test says, call by call.</summary>
internal sealed class StandInService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string? Authorization, JsonObject Body)> _requests = new();
    private int _calls;

    private StandInService(WebApplication application) => _application = application;

    public Uri Endpoint => new(_application.Urls.Single() + "/v1");

    /// <summary>The requests in the order in which they came.</summary>
    public IReadOnlyList<(string? Authorization, JsonObject Body)> Requests => [.. _requests];

    public static async Task<StandInService> StartAsync(Func<HttpContext, int, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new StandInService(builder.Build());
        service._application.Run(async context =>
        {
            context.Request.Path.Value.ShouldBe("/v1/chat/completions");
            service._requests.Enqueue((context.Request.Headers.Authorization, (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!));
            await answer(context, Interlocked.Increment(ref service._calls));
        });
        await service._application.StartAsync();
        return service;
    }

    /// <summary>Answers with one text, as a chat completion.</summary>
    public static Task Say(HttpContext context, string text, string finish = "stop") => context.Response.WriteAsJsonAsync(new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1_700_000_000,
        ["model"] = "stand-in",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["finish_reason"] = finish, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text } }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
    });

    /// <summary>Answers with an error, in OpenAI's form.</summary>
    public static Task Refuse(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = "error", ["code"] = "code" } });
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
