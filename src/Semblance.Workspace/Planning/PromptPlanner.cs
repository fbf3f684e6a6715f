using Semblance.Describe.Catalog;
using Semblance.Describe.Planning;
using Semblance.Describe.Planning.Language;

namespace Semblance.Workspace.Planning;

/// <summary>Plans prompts in the way that an operator has chosen: by the catalog, without any network, or by a language model with the caller's key.</summary>
/// <param name="catalog">The catalog of the built-in planner.</param>
/// <param name="service">The language model's service; null for the built-in planner.</param>
public sealed class PromptPlanner(PlanCatalog catalog, OpenAiOptions? service)
{
    /// <summary>Plans a prompt.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="apiKey">The caller's key, which is passed on to the language model's service and kept nowhere; unused by the built-in planner.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LanguageModelException">The language model gave no plan.</exception>
    public async Task<PlanOutcome> PlanAsync(PlanRequest request, string apiKey, CancellationToken cancellation = default)
    {
        if (service is null)
        {
            return new BuiltInPlanner(catalog).Plan(request);
        }
        using var model = new OpenAiLanguageModel(service, apiKey);
        return await new LanguageModelPlanner(model).PlanAsync(request, cancellation);
    }
}
