import { serveJobs } from './child-service';
import { typeset } from './engine';
import { typesetJob } from './job';

serveJobs((job) => typeset(typesetJob.parse(job)));
