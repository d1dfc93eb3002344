import '../polyfills';
import '../tokens.css';
import '../base.css';
import { createApp } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';
import { loadClauseKey } from '../clause';
import GalleryBasics from './GalleryBasics.vue';
import GalleryForms from './GalleryForms.vue';
import GalleryFrame from './GalleryFrame.vue';
import GallerySheet from './GallerySheet.vue';
import GalleryTable from './GalleryTable.vue';

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: GalleryTable },
    { path: '/basics', component: GalleryBasics },
    { path: '/forms', component: GalleryForms },
    { path: '/sheet/:count', component: GallerySheet },
  ],
});

createApp(GalleryFrame)
  .use(router)
  .provide(loadClauseKey, async (id) => ({ title: `示例条款 ${id}`, text: '此处为条款原文，由调用方按编号取来。' }))
  .mount('#app');
