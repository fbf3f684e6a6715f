namespace Semblance.Describe.Planning.Reading;

/// <summary>English words that prompts are made of and that name neither tables nor columns.</summary>
internal static class WordSets
{
    private static readonly char[] s_spaces = [' ', '\n', '\r'];

    /// <summary>Words before a noun that say nothing about it.</summary>
    public static readonly HashSet<string> Determiners = Set("a an the this that these those our my your their its his her each every any all some several many multiple various different few both such another other certain");

    /// <summary>Adjectives that describe the data as data.</summary>
    public static readonly HashSet<string> Adjectives = Set("""
        realistic fake synthetic sample random dummy mock test believable plausible simple basic typical small large big huge tiny full complete generic fictional fictitious
        artificial anonymous anonymised anonymized clean messy historical real real-life real-world relevant proper valid corresponding related relational linked daily weekly
        monthly yearly annual hourly half-hourly individual main important new existing separate additional associated respective actual current common good nice great detailed
        rich flat single raw good-looking unique distinct approximate up-to-date past recent last
        """);

    /// <summary>Nouns that mean data in general, or the whole of it.</summary>
    public static readonly HashSet<string> Containers = Set("""
        table tables dataset datasets data database databases db record records row rows entry entries entity entities list lists set sets sample collection collections file
        schema schemas system systems platform platforms app apps website tool tools software csv json sql model requirements requirement columns column attributes attribute
        values value details information info history pattern patterns distribution distributions relationship relationships relations relation constraints constraint keys key
        foreign primary structure format formats features feature thing things stuff kind kinds sort sorts amount number numbers variety range ranges mix example examples use
        purposes purpose analysis demo testing scenario environment world industry sector domain area chain training churn fraud detection prediction dashboard spreadsheet lake
        simulation catalogue catalog name names id ids
        """);

    /// <summary>Words that end the name of a column or table.</summary>
    public static readonly HashSet<string> Stops = Set("""
        of mostly usually often most and or with without between from to in within during over up at less more under above below around about like such e.g. i.e. eg ie as is are
        was were be been being which that who whom whose where when while after before since until per for on by into across among through than then so if but because not never
        always must should can could may might will would has have had having including includes include included containing contains contain consists consisting comprising
        except excluding exclude plus also only just each every all any no they we i you he she it them us there here this these those their our its his her please following e.g
        i.e via using use based linked und et och oraz related called named both either neither nor aged ranging
        """);

    /// <summary>Words that introduce what a table has.</summary>
    public static readonly HashSet<string> Having = Set("with having including includes include containing contains contain has have consisting comprising comprise featuring mit avec con com met med");

    /// <summary>Verbs by which one asks for data.</summary>
    public static readonly HashSet<string> Asking = Set("""
        generate create make need want give produce build simulate provide prepare get show wanted creates generating creating please add include return output model cover track
        store keep hold consist creez
        """);

    /// <summary>Verbs between tables: customers place orders.</summary>
    public static readonly HashSet<string> Verbs = Set("""
        place places make makes create creates write writes leave leaves buy buys purchase purchases own owns hold holds book submit submits teach teaches attend attends send
        sends borrow borrows take takes visit visits rate rates sell sells manage manages host hosts run runs produce produces guard guards use uses rent rents open opens post
        publish publishes play plays watch watches read reads sign signs join joins receive receives get gets work works live lives belong belongs enroll enrolls enrol enrols
        register registers pay pays drive drives fly flies deliver delivers treat treats prescribe prescribes train trains lead leads grow grows raise raises perform performs
        record contain contains have has request schedule review like follow follows go goes come comes exist link links linking linked travel travels move moves start starts end
        ends do does help helps want wants spend spends earn earns cost happen happens occur occurs change changes give gives keep keeps find finds see sees show try tries meet
        meets ask asks answer answers know knows say says put puts serve serves supply supplies ship ships need needs cover covers include includes complete completes cancel
        cancels select selects handle handles donate donates organise organises organize organizes hunt hunts explore explores defend defends study studies assign assigned feed feeds maintain maintains inspect inspects employ employs operate operates install installs bake bakes brew brews carry carries look looks care cares
        """);

    /// <summary>Last words of names of columns that hold one of a few kinds.</summary>
    public static readonly HashSet<string> Kinds = Set("""
        status type kind category level state side mode class color size gender sex priority severity difficulty method plan tier grade channel source role result outcome
        condition stage phase group segment direction format shape style flavor season shift position rank currency unit
        """);

    /// <summary>First words of two names that may share their last: "start and end time".</summary>
    public static readonly HashSet<string> Firsts = Set("start end first last departure arrival billing shipping pickup dropoff opening closing home work check-in check-out origin destination birth hire min max");

    /// <summary>Last words that two names may share.</summary>
    public static readonly HashSet<string> Lasts = Set("time times date dates name names address addresses city price prices");

    /// <summary>Words of a prompt that must not be taken for misspelt names.</summary>
    public static readonly HashSet<string> Common = Set("""
        years months weeks days hours minutes seconds euros dollars pounds cents usd eur gbp kilos metres meters kilometres miles degrees percent times always sometimes towards
        besides others ones does goes yours theirs hers ours yes this thus plus minus less across various previous uses needs wants gives makes takes gets comes plays works lives
        sells means looks seems begins happens changes reports starts ends rules names values dates numbers amounts ages prices salaries emails addresses codes types kinds sorts
        parts sides levels ranges options choices samples letters digits words lines pages places points sizes colours colors decimals nulls errors duplicates links please really
        quite mostly usually often rarely never maybe approximately roughly nearly almost exactly
        """);

    private static HashSet<string> Set(string words) => [.. words.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries)];
}
